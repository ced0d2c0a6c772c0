import { expect, newNumber, newPassword, test } from "./fixtures";
import { appCode } from "./support/authenticator";
import { clientOf, post, startSignIn } from "./support/instances-steps";
import { expectNobody, halfSignedIn, postCode } from "./support/second-factor-raw";

/* Who has shown the first factor only changes nothing. */

test("[P44 SE-04] half signed-in, nobody sets up another second step, nor removes the one there is", async ({
  server,
  db,
  createUser,
  changeSettings,
  secondFactors,
}) => {
  const [owner, newcomer] = [await createUser(), await createUser()];
  await changeSettings({ mfa: { totp: true, phoneCode: true, backupCodes: true } });
  const seed = await secondFactors.app(owner);
  const whole = await halfSignedIn(server.url, owner);
  await postCode(whole, appCode(seed));
  const ofProfile = [
    ...(await whole.forms("/profile/security")),
    ...(await whole.forms("/profile/security/backup-codes")),
  ];
  expect(ofProfile.some(({ fields }) => fields.has("id"))).toBe(true);

  await changeSettings({ mfa: { required: true } });
  const setting = clientOf(server.url);
  await startSignIn(setting, newcomer.email);
  await post(setting, "/sign-in/verify", "password", newcomer.password ?? "");
  const path = "/second-factor/sign-in/enrol";
  const choose = await setting.form(path, "strategy");
  await setting.submit(choose, { strategy: "totp" });
  const confirm = await setting.form(path, "code");
  await setting.submit(choose, { strategy: "phone-code" });
  const byPhone = await setting.form(path, "phone");

  const half = await halfSignedIn(server.url, owner);
  const stored = async () => [
    await db`SELECT id, strategy, secret FROM second_factors WHERE user_id = ${owner.id}`,
    await db`SELECT code_hash FROM backup_codes WHERE user_id = ${owner.id}`,
    await db`SELECT value FROM identifiers WHERE user_id = ${owner.id}`,
    await db`SELECT e.* FROM totp_enrolments e JOIN attempts a ON a.id = e.attempt_id WHERE a.user_id = ${owner.id}`,
  ];
  const before = await stored();
  const posts = [
    half.submit(choose, { strategy: "totp" }),
    half.submit(confirm, { code: appCode(seed, 1) }),
    half.submit(byPhone, { phone: newNumber() }),
    ...ofProfile.map((form) => half.submit(form, { password: newPassword() })),
  ];
  for (const answer of await Promise.all(posts)) {
    expect(answer.status).toBeGreaterThanOrEqual(300);
    expect(answer.status).toBeLessThan(500);
  }
  expect(await stored()).toEqual(before);
  await expectNobody(half, "after every post");
  // Nor does somebody who is to set one up get by with the form for those who have one.
  const verify = await half.form("/second-factor/sign-in", "code");
  expect((await setting.submit(verify, { code: "000000", trustBrowser: undefined })).status).toBeGreaterThanOrEqual(
    300,
  );
  expect(setting.cookies.has("session")).toBe(false);
  // The journey is none the worse for all that.
  expect((await postCode(half, appCode(seed, 1))).headers.get("location")).toBe("/dashboard");
});
