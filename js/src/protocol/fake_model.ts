/** A model as ipywidgets has it, for tests of what is bound to it. */

type Handler = () => void;

class Events {
  readonly handlers = new Map<string, Set<Handler>>();

  on(event: string, handler: Handler): void {
    this.handlers.set(event, (this.handlers.get(event) ?? new Set()).add(handler));
  }

  off(event: string, handler: Handler): void {
    this.handlers.get(event)?.delete(handler);
  }

  trigger(event: string): void {
    for (const handler of [...(this.handlers.get(event) ?? [])]) handler();
  }

  get count(): number {
    return [...this.handlers.values()].reduce((sum, set) => sum + set.size, 0);
  }
}

class FakeLayout extends Events {
  comm_live = true;
  comm = { jsServicesComm: { isDisposed: false } };
}

/** As a Backbone model: `set` fires at once, `save_changes` sends what was set since. */
export class FakeModel extends Events {
  readonly saved: Record<string, unknown>[] = [];
  readonly layout = new FakeLayout();
  private dirty: Record<string, unknown> = {};
  private readonly values: Record<string, unknown> = { step: 0, text: "a", data: [1], layout: this.layout };

  get = (key: string) => this.values[key];

  set = (key: string, value: unknown) => {
    this.dirty[key] = value;
    this.store({ [key]: value });
  };

  save_changes = () => {
    this.saved.push(this.dirty);
    this.dirty = {};
  };

  /** What arrives from the kernel in one message. */
  store(state: Record<string, unknown>): void {
    const news = Object.keys(state).filter((key) => JSON.stringify(this.values[key]) !== JSON.stringify(state[key]));
    Object.assign(this.values, state);
    for (const key of news) this.trigger(`change:${key}`);
  }
}
