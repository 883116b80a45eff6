/** The auditor's own file when the engine runs from its sources; see worker-file.ts. */
import { serveAsAuditor } from './serve-as-auditor.ts';

serveAsAuditor();
