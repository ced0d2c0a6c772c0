export interface Person {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
}

/** Who can sign in at the local identity provider. */
export const PEOPLE: Person[] = [
  { id: "ada", email: "ada@acme.test", firstName: "Ada", lastName: "Byron" },
  { id: "grace", email: "grace@acme.test", firstName: "Grace", lastName: "Murray" },
  { id: "alan", email: "alan@acme.test", firstName: "Alan", lastName: "Mathison" },
  { id: "katherine", email: "katherine@acme.test", firstName: "Katherine", lastName: "Coleman" },
];
