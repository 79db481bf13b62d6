// Signs the client assertion (RFC 7523) before each request. The sandbox has no Web Crypto, so the arithmetic is here:
// for trying things out with a key of a test client, not for a product.
var key = JSON.parse(pm.environment.get("private_key_jwk"));

function toBig(base64url) {
  var hex = CryptoJS.enc.Base64.parse(base64url.replace(/-/g, "+").replace(/_/g, "/") + "===".slice((base64url.length + 3) % 4)).toString();
  return BigInt("0x" + hex);
}
function toHex(number, bytes) {
  return number.toString(16).padStart(bytes * 2, "0");
}
function encode(words) {
  return CryptoJS.enc.Base64.stringify(words).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
function power(base, exponent, modulus) {
  var result = 1n;
  base %= modulus;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

function signRs384(hash) {
  var n = toBig(key.n);
  var length = Math.ceil(n.toString(16).length / 2);
  var info = "3041300d060960864801650304020205000430" + hash;
  var padded = "0001" + "ff".repeat(length - 3 - info.length / 2) + "00" + info;
  return toHex(power(BigInt("0x" + padded), toBig(key.d), n), length);
}

var P = 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n;
var N = BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973");
var G = [
  BigInt("0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"),
  BigInt("0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
];
function mod(value, modulus) {
  return ((value % modulus) + modulus) % modulus;
}
function inverse(value, modulus) {
  return power(mod(value, modulus), modulus - 2n, modulus);
}
function add(left, right) {
  if (!left) return right;
  if (!right) return left;
  if (left[0] === right[0] && left[1] !== right[1]) return null;
  var slope = left[0] === right[0]
    ? (3n * left[0] * left[0] - 3n) * inverse(2n * left[1], P)
    : (right[1] - left[1]) * inverse(right[0] - left[0], P);
  var x = mod(slope * slope - left[0] - right[0], P);
  return [x, mod(slope * (left[0] - x) - left[1], P)];
}
function multiply(scalar) {
  var result = null;
  for (var point = G; scalar > 0n; scalar >>= 1n) {
    if (scalar & 1n) result = add(result, point);
    point = add(point, point);
  }
  return result;
}
// RFC 6979: the nonce comes from key and message, since the sandbox has no good source of chance.
function signEs384(hash) {
  var d = toBig(key.d);
  var h = BigInt("0x" + hash);
  var hmac = function (secret, message) {
    return CryptoJS.HmacSHA384(CryptoJS.enc.Hex.parse(message), CryptoJS.enc.Hex.parse(secret)).toString();
  };
  var seed = toHex(d, 48) + toHex(mod(h, N), 48);
  var k = "00".repeat(48);
  var v = "01".repeat(48);
  k = hmac(k, v + "00" + seed);
  v = hmac(k, v);
  k = hmac(k, v + "01" + seed);
  v = hmac(k, v);
  for (;;) {
    v = hmac(k, v);
    var nonce = BigInt("0x" + v);
    if (nonce > 0n && nonce < N) {
      var r = mod(multiply(nonce)[0], N);
      var s = mod(inverse(nonce, N) * (h + r * d), N);
      if (r !== 0n && s !== 0n) return toHex(r, 48) + toHex(s, 48);
    }
    k = hmac(k, v + "00");
    v = hmac(k, v);
  }
}

var now = Math.floor(Date.now() / 1000);
var client = pm.environment.get("client_id");
var parts = [
  { alg: key.alg, kid: key.kid, typ: "JWT" },
  { iss: client, sub: client, aud: pm.environment.get("issuer"), jti: pm.variables.replaceIn("{{$guid}}"), exp: now + 240 },
].map(function (part) {
  return encode(CryptoJS.enc.Utf8.parse(JSON.stringify(part)));
});
var input = parts.join(".");
var digest = CryptoJS.SHA384(input).toString();
var signature = key.alg === "ES384" ? signEs384(digest) : signRs384(digest);
pm.environment.set("client_assertion", input + "." + encode(CryptoJS.enc.Hex.parse(signature)));
