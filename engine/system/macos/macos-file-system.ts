import { PortableFileSystem } from '../portable/portable-file-system.ts';
export class MacosFileSystem extends PortableFileSystem {}
