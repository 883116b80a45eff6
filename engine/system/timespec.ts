const nsPerSecond = 1_000_000_000n;

/** Writes a 64-bit `struct timespec`: seconds, then nanoseconds, which are never negative, also before 1970. */
export function writeTimespec(buffer: Buffer, at: number, ns: bigint): void {
  const nanoseconds = ((ns % nsPerSecond) + nsPerSecond) % nsPerSecond;
  buffer.writeBigInt64LE((ns - nanoseconds) / nsPerSecond, at);
  buffer.writeBigInt64LE(nanoseconds, at + 8);
}
