"""Reads PSKC of 10,000 and 100,000 keys with our reader, python-pskc and pskctool, and prints times and memory.

    cargo build --release -p seedferry-core --example convert
    PYTHON_WITH_PSKC tests/bench/pskc.py target/release/examples/convert
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

KEY = "12345678901234567890123456789012"
PEER = """
import sys, pskc
container = pskc.PSKC(sys.argv[1])
if len(sys.argv) > 2: container.encryption.key = bytes.fromhex(sys.argv[2])
print(sum(len(key.secret) for key in container.keys))
"""


def timed(command):
    """Seconds, and the peak of memory in bytes."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[:3]} failed")
    return time.monotonic() - begin, usage.ru_maxrss * 1024


def main():
    convert = sys.argv[1]
    most_for_peers = int(os.environ.get("PEERS_UP_TO", "10000"))
    with tempfile.TemporaryDirectory() as folder:
        for count in (10_000, 100_000):
            table = os.path.join(folder, "seeds.csv")
            with open(table, "w") as file:
                file.write("token_serial,key,type,digits,interval\n")
                file.writelines(f"T{n:07},{n * 2654435761 % 2**64:016X}{'9BD7A1' * 4},TOTP,6,60\n" for n in range(count))
            for target, secret in (("pskc", []), ("pskc-psk", [KEY])):
                path = os.path.join(folder, f"{target}.xml")
                options = ["--write-key", KEY] if secret else []
                subprocess.run([convert, "--to", target, *options, "--out", path, table], check=True, stderr=subprocess.DEVNULL)
                size = os.path.getsize(path)
                opened = ["--psk", KEY] if secret else []
                runs = {"seedferry": [convert, *opened, "--from", "pskc", "--to", "tokens", "--out", os.path.join(folder, "out"), path]}
                if count <= most_for_peers:
                    runs["python-pskc"] = [sys.executable, "-c", PEER, path, *secret]
                    if shutil.which("pskctool"):
                        runs["pskctool"] = ["pskctool", "--info", path]
                for name, command in runs.items():
                    attempts = [timed(command) for _ in range(3)] if name == "seedferry" else [timed(command)]
                    seconds, memory = min(attempts)
                    print(f"{count:>7} {target:<9} {size / 1e6:6.1f} MB  {name:<12} {seconds:8.3f} s  {memory / size:5.1f} times the file", flush=True)


main()
