import * as z from 'zod';

/** Version of the record's form. A reader shows newer ones as such and does not parse them. */
export const schemaVersion = 1;

/** In the order in which a transfer goes through them. */
export const activeStates = [
  'preparing',
  'copying',
  'flushing',
  'verifying',
  'committing',
  'removing-source',
] as const;
export const transferStates = [
  'needs-target',
  'queued',
  ...activeStates,
  'done',
  'paused',
  'failed',
  'cancelled',
] as const;
export type TransferState = (typeof transferStates)[number];

/** More changes than any transfer sees; beyond it the oldest are dropped. */
export const historyMax = 1000;

const bytes = z.number().int().min(0);
const text = z.string().max(65_536);
const time = z.iso.datetime();

/** What was asked for. */
const requestSchema = z.strictObject({
  verb: z.enum(['copy', 'move']),
  /** Absolute path. */
  source: text.min(1),
  /** Absolute path of an existing folder; null until it is chosen. */
  targetFolder: text.min(1).nullable(),
  name: text.nullable(),
  holes: z.enum(['trust', 'audit', 'scan']).nullable(),
  verify: z.boolean(),
  allowExpansion: z.boolean(),
  snapshot: z.enum(['auto', 'off']),
  remove: z.enum(['trash', 'delete']),
  /** Absent in records of before there were these choices. */
  evenIfRunning: z.boolean().default(false),
  download: z.boolean().default(false),
  /** What the new identity of the copy is made from; null: it keeps its source's. */
  newIdentity: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable()
    .default(null),
  /** Where the person asked. */
  askedBy: z.enum(['terminal', 'quick-action', 'menu-bar']).default('terminal'),
  /** Transfers of one group were asked for together and share one question for the target. */
  group: z.string().min(1).max(1024).nullable().default(null),
});

/** Where the source and target volumes were, so that a drive that comes back elsewhere is known again. */
const volumeSchema = z.strictObject({
  uuid: text.nullable(),
  device: text,
  mountPoint: text,
});

const outcomeSchema = z.strictObject({
  code: text,
  message: text,
  advice: text,
  exitCode: z.number().int(),
  path: text.nullable(),
  missingBytes: bytes.nullable(),
  canResume: z.boolean(),
});

const countersSchema = z.strictObject({
  doneBytes: bytes,
  totalBytes: bytes,
  copiedBytes: bytes,
  holeBytes: bytes,
  filesDone: bytes,
  filesTotal: bytes,
});

export const recordSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  id: z.string().regex(/^[0-9a-z]{8}-[0-9a-f]{8}$/),
  /** Grows with every replacement, so that a watcher can tell older from newer. */
  revision: z.number().int().min(0),
  request: requestSchema,
  state: z.enum(transferStates),
  /** In words: for whom it waits, what it does. */
  detail: text,
  /** Id of the transfer whose turn on the volume it waits for. Absent in older records. */
  waitsFor: text.nullable().default(null),
  createdAt: time,
  updatedAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  /** How often an owner began to work on it. */
  attempts: z.number().int().min(0),
  /** Inode of the source, by which a move that was a rename is known again. */
  sourceInode: text.nullable(),
  target: text.nullable(),
  staging: text.nullable(),
  snapshot: text.nullable(),
  sourceVolume: volumeSchema.nullable(),
  targetVolume: volumeSchema.nullable(),
  method: z.enum(['clone', 'sparse', 'plain', 'rename']).nullable(),
  logicalBytes: bytes,
  allocatedBytes: bytes,
  counters: countersSchema,
  isVerified: z.boolean(),
  warnings: z.array(text).max(100),
  metadataLosses: z.number().int().min(0),
  durationMs: z.number().min(0),
  error: outcomeSchema.nullable(),
  /** Every state it went through, oldest first, so that nobody who looks late misses one. */
  history: z.array(z.strictObject({ state: z.enum(transferStates), at: time })).max(historyMax),
});

export type TransferRecord = z.infer<typeof recordSchema>;
export type TransferRequest = z.infer<typeof requestSchema>;
/** What somebody who wants a transfer has to say; the rest has defaults. */
export type TransferWish = z.input<typeof requestSchema>;
export type TransferVolume = z.infer<typeof volumeSchema>;
export type TransferError = z.infer<typeof outcomeSchema>;

/** A record before anybody has worked on it. */
export function newRecord(id: string, wish: TransferWish, now: Date = new Date()): TransferRecord {
  const request = requestSchema.parse(wish);
  const at = now.toISOString();
  const state = request.targetFolder === null ? 'needs-target' : 'queued';
  return {
    schemaVersion,
    id,
    revision: 0,
    request,
    state,
    detail: '',
    waitsFor: null,
    createdAt: at,
    updatedAt: at,
    startedAt: null,
    endedAt: null,
    attempts: 0,
    sourceInode: null,
    target: null,
    staging: null,
    snapshot: null,
    sourceVolume: null,
    targetVolume: null,
    method: null,
    logicalBytes: 0,
    allocatedBytes: 0,
    counters: { doneBytes: 0, totalBytes: 0, copiedBytes: 0, holeBytes: 0, filesDone: 0, filesTotal: 0 },
    isVerified: false,
    warnings: [],
    metadataLosses: 0,
    durationMs: 0,
    error: null,
    history: [{ state, at }],
  };
}

/** States in which nothing more happens by itself. */
export function isEnded(state: TransferState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** States that claim an owner: without a living one the transfer was interrupted. */
export function claimsOwner(state: TransferState): boolean {
  return state === 'paused' || (activeStates as readonly string[]).includes(state);
}

/** States in which somebody may be at work: those that claim it, and waiting for a turn. */
export function mayHaveOwner(state: TransferState): boolean {
  return state === 'queued' || claimsOwner(state);
}

/** Whether a record is one that somebody must be working on, or was. */
export function wasBegun(record: TransferRecord): boolean {
  return record.attempts > 0 || claimsOwner(record.state);
}
