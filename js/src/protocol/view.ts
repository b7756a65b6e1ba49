/** What a host (a notebook cell, a panel, a saved page, the dev page) gives a view and gets from it. */

/**
 * Sends changed traits to whoever keeps them; several traits changed together go in one call. What is `urgent`, a word
 * entered or a button pressed, does not wait for the pause that keeps a drag or typing from flooding the kernel.
 */
export type Emit<E> = (patch: Partial<E>, urgent?: boolean) => void;

/** Facts about the host that are no traits. */
export interface Host {
  /** False in a saved page and after the kernel has gone: nothing will answer. */
  readonly live: boolean;
}

export interface View<P> {
  /** Traits (or the host) changed. */
  update(patch: Partial<P>, host?: Host): void;
  /** Removes everything the view made: elements, listeners, timers, observers. */
  destroy(): void;
}

export type Mount<P, E> = (el: HTMLElement, props: P, emit: Emit<E>, host: Host) => View<P>;
