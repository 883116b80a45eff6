/** Installs in a process of its own, for tests that kill it: APP PLACES PROGRAMS (the last two as JSON). */
import { join } from 'node:path';
import { installPieces } from '../../installer/index.ts';
import type { MacPrograms } from '../../installer/mac-programs.ts';
import type { Places } from '../../installer/places.ts';

const [appSource = '', placesText = '', programsText = ''] = process.argv.slice(2);
const places = JSON.parse(placesText) as Places;
const programs = JSON.parse(programsText) as MacPrograms;
const commandLinkFolder = join(places.home, '.local/bin');
await installPieces({ appSource, language: 'en', commandLinkFolder }, { places, programs });
