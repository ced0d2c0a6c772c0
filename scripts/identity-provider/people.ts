/** Somebody the local identity provider vouches for. */
export interface Person {
  /** What it knows them by: the subject of OpenID Connect, the NameID of SAML. */
  id: string;
  email: string;
  /** Whether it says that it has checked the address. */
  emailVerified: boolean;
  firstName: string;
  lastName: string;
}

/**
 * Grace has an account among the sample people of the app, so that linking can be tried; the others have none. acme.test
 * is the enterprise domain of development.
 */
export const PEOPLE: Person[] = [
  { id: "grace", email: "grace@example.com", emailVerified: true, firstName: "Grace", lastName: "Hopper" },
  { id: "mary", email: "mary@example.com", emailVerified: true, firstName: "Mary", lastName: "Jackson" },
  { id: "edsger", email: "edsger@example.com", emailVerified: false, firstName: "Edsger", lastName: "Dijkstra" },
  { id: "acme-1", email: "barbara@acme.test", emailVerified: true, firstName: "Barbara", lastName: "Liskov" },
  { id: "acme-2", email: "tim@acme.test", emailVerified: true, firstName: "Tim", lastName: "Berners-Lee" },
  { id: "acme-3", email: "radia@acme.test", emailVerified: true, firstName: "Radia", lastName: "Perlman" },
  { id: "acme-4", email: "ken@acme.test", emailVerified: true, firstName: "Ken", lastName: "Thompson" },
];
