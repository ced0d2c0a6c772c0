/** @returns how many people, in words. */
export const countPeople = (people: number): string =>
  people === 1 ? "1 person" : `${people.toLocaleString("en")} people`;
