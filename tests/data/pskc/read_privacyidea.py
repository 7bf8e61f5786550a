"""Prints serial number, seed, moving factor and hash function of every key, as privacyIDEA's importer reads them:
read_privacyidea.py FILE [KEY|=PASSPHRASE]. Every message authentication code must be right, or it fails."""
import sys

from privacyidea.lib.importotp import parsePSKCdata

secret = sys.argv[2] if len(sys.argv) > 2 else ""
how = {"password": secret[1:]} if secret.startswith("=") else {"preshared_key_hex": secret} if secret else {}
with open(sys.argv[1], "rb") as file:
    tokens, left_out = parsePSKCdata(file.read(), validate_mac="check_fail_hard", **how)
if left_out:
    sys.exit(f"{len(left_out)} tokens were not imported")
for serial, token in sorted(tokens.items()):
    print(serial, token["otpkey"], token["counter"] if token["type"] == "hotp" else token["timeStep"], token["hashlib"])
