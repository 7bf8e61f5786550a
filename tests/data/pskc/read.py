"""Prints serial number, seed and moving factor of every key, as python-pskc reads them: read.py FILE [KEY|=PASSPHRASE].

Every message authentication code must be right, or it fails."""
import sys
import pskc

container = pskc.PSKC(sys.argv[1])
secret = sys.argv[2] if len(sys.argv) > 2 else ""
if secret.startswith("="):
    container.encryption.derive_key(secret[1:])
elif secret:
    container.encryption.key = bytes.fromhex(secret)
for key in container.keys:
    if secret and not key.check():
        sys.exit(f"{key.serial}: the code of a value is not right")
    print(key.serial, key.secret.hex(), key.counter if key.counter is not None else key.time_interval)
