/** What `ferry inspect` says of a VM, as far as a row shows it. */
export interface MachineFacts {
  /** Null when its config says none. */
  readonly name: string | null;
  /** A picture as a data: URL; null when it has none of its own. */
  readonly icon: string | null;
  readonly logicalBytes: number;
  readonly allocatedBytes: number;
  /** See drawStrip. */
  readonly strip: string;
}
