import { FAULTS } from "./faults";
import { play } from "./play";

for (const fault of FAULTS.filter(({ needsDisk }) => !needsDisk)) play(fault);
