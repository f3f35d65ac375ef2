/** @throws Error that names the variable and says who sets it */
export function environmentVariable(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(
    `${name} is not set. The Local Control Agent sets it for the applications it starts; set it when starting by hand.`,
  );
}
