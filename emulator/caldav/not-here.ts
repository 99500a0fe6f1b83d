/** Something that a calendar may hold and the local one can't judge: 501, in these words. */
export class NotHere extends Error {
  override readonly name = 'NotHere';

  constructor(what: string) {
    super(`The local calendar has not implemented ${what}.`);
  }
}
