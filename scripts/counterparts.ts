import { COUNTERPARTS } from "./test/counterparts";

/* Prints the Debian packages that `.ci/run` installs. */
console.log(
  Object.values(COUNTERPARTS)
    .map((one) => one.package)
    .join(" "),
);
