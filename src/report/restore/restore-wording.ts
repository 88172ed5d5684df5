/** The words for work in progress and work done: otherwise a restore and a start look the same. */
export interface Wording {
  doing: string;
  done: string;
}

export const RESTORING: Wording = { doing: 'Restoring', done: 'Restored' };

export const STARTING: Wording = { doing: 'Starting', done: 'Started' };
