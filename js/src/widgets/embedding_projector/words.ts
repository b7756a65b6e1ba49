/** The words of the points: one long text, of which each is a part. */

import { type PackedArray, unpack } from "../../protocol/codec";

export class Words {
  readonly length: number;
  /** The words, separated by line feeds. */
  readonly text: string;
  /** Where each word begins, and where one more would. */
  private readonly starts: Uint32Array;
  private lowered: Words | null = null;

  constructor(text: string) {
    this.text = text;
    let length = text === "" ? 0 : 1;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) length++;
    this.length = length;
    this.starts = new Uint32Array(length + 1);
    for (let i = 1, at = 0; i <= length; i++) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length + 1 : end + 1;
      this.starts[i] = at;
    }
  }

  static unpack(packed: PackedArray): Words {
    const { values } = unpack(packed);
    return new Words(new TextDecoder().decode(values));
  }

  at(i: number): string {
    return i < 0 || i >= this.length ? "" : this.text.slice(this.starts[i], (this.starts[i + 1] as number) - 1);
  }

  /** In characters, without cutting it out. */
  lengthAt(i: number): number {
    return (this.starts[i + 1] as number) - (this.starts[i] as number) - 1;
  }

  startsWith(i: number, prefix: string): boolean {
    return this.lengthAt(i) >= prefix.length && this.text.startsWith(prefix, this.starts[i]);
  }

  equals(i: number, word: string): boolean {
    return this.lengthAt(i) === word.length && this.text.startsWith(word, this.starts[i]);
  }

  /** The point of a word; -1 where it is not shown. */
  indexOf(word: string): number {
    if (word === "" || word.includes("\n")) return -1;
    const { text } = this;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const end = at + word.length;
      if ((at === 0 || text[at - 1] === "\n") && (end === text.length || text[end] === "\n")) return this.pointAt(at);
    }
    return -1;
  }

  /** The same words in small letters. */
  get lower(): Words {
    this.lowered ??= new Words(this.text.toLowerCase());
    return this.lowered;
  }

  private pointAt(place: number): number {
    let [low, high] = [0, this.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.starts[middle] as number) <= place) low = middle;
      else high = middle;
    }
    return low;
  }
}
