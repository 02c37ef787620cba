// What the silo says to a relative: the generated types under the names that this page uses.
import type { Schemas } from '../../model/contract';

export type { Alert, Device, Kind } from '../../model/contract';
/** How an elder is and who is told. */
export type FamilyElder = Schemas['ElderFamily'];
export type Day = Schemas['ElderDay'];
export type Contact = Schemas['Contact'];
export type Quiet = Schemas['QuietHours'];
export type FamilyAct = Schemas['FamilyAct'];
