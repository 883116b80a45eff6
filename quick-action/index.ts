/**
 * The Finder Quick Actions of VM Ferry: built from typed objects, installed into a folder, found again by their identifier, removed.
 * What macOS has to be told afterwards (`pbs -update`, the one-time “Customize…” step) is the installer's part.
 */
export { buildQuickAction, type QuickAction, type QuickActionRequest } from './build-quick-action.ts';
export { findQuickActions, removeQuickActions } from './find-quick-actions.ts';
export { installQuickAction } from './install-quick-action.ts';
export { chooseLanguage, type Language, titleOf, type Verb, verbs } from './words.ts';
