/** Whether rows take their full time, minutes of it; see `npm run faults -- --long`. */
export const isLong = process.env.FAULTS_LONG === '1';
