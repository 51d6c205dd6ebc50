/** The binding of the janitor's Durable Object, as far as requests use it. */
export interface JanitorNamespace {
  getByName(name: string): { wake(isUrgent?: boolean): Promise<void> };
}
