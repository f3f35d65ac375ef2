/** What a Training Server learned from a data set; every Classification Server of the tenant uses the latest version. */
export interface ClassificationModel {
  readonly tenant: string;
  readonly model: string;
  /** Counts from 1. */
  readonly version: number;
  /** Of the texts; `mul` where it is of several. */
  readonly language: string;
  /** What a TextClassifier knows. */
  readonly state: string;
}
