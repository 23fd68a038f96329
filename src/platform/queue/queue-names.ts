/** Every queue, and what its one kind of job does. A job names at most a campaign: nothing about a person. */
export const QUEUES = {
  /** Open the sealed forms that wait. */
  intake: 'intake',
  /** Send the notices that wait. */
  notices: 'notices',
  /** Do what one campaign has to do now; the job carries its id. */
  campaigns: 'campaigns',
  /** Everything that recurs. */
  schedule: 'schedule',
} as const;
