/** How work is called while it goes on and when it is done: a restore and a start look the same otherwise. */
export interface Wording {
  doing: string;
  done: string;
}

export const RESTORING: Wording = { doing: 'Restoring', done: 'Restored' };

export const STARTING: Wording = { doing: 'Starting', done: 'Started' };
