import { dictionary as english } from "@zxcvbn-ts/language-en";
import { expect, it } from "vitest";
import { createEstimator } from "@/lib/users/strength";
import { estimate } from "./strength";

const onServer = createEstimator(english);

it.each([
  "password",
  "extraordinary",
  "Elephant2024!",
  "margaret1984",
  "qwertyuiop[]",
  "p4$$w0rd1",
  "onetwothreefour",
  "sunshineweather",
  "another fine day",
  "correct-horse-battery",
  "abq3fghx",
  "漢字仮名交文章読",
  "x1".repeat(64),
])("[P17] the meter judges %j as the server does", (password) => {
  expect(estimate(password)).toEqual(onServer(password));
});
