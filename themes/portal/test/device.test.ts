import { describe, expect, it } from "vitest";
import { deviceOf } from "../src/sign-ins/device";

describe("a device", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36", "Chrome, Windows"],
    ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/138.0 Safari/537.36 Edg/138.0", "Edge, Windows"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", "Safari, macOS"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1", "Safari, iPhone"],
    ["Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/138.0 Mobile Safari/537.36", "Chrome, Android"],
    ["curl/8.14.1", "curl/8.14.1"],
    ["x".repeat(61), `${"x".repeat(60)}…`],
    ["", ""],
    [undefined, ""],
    [7, ""],
  ])("of %j is %j", (userAgent, device) => {
    expect(deviceOf(userAgent)).toBe(device);
  });
});
