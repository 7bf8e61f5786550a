"""Reads PSKC of 10,000 and 100,000 keys with our reader, python-pskc and pskctool, each as a whole process, and prints
processor time and memory. `cargo xtask bench-pskc` runs it.

    PYTHON_WITH_PSKC tests/bench/pskc.py target/release/examples/convert

The programs take turns, so that other work on the machine meets them alike; the fastest run of each counts. pskctool does
not decrypt. PEERS_UP_TO is the largest number of keys that the others are given.
"""
import os
import shutil
import subprocess
import sys
import tempfile

KEY = "12345678901234567890123456789012"
COUNTS = (10_000, 100_000)
ROUNDS = {10_000: 5, 100_000: 2}
PEER = """
import sys, pskc
container = pskc.PSKC(sys.argv[1])
if len(sys.argv) > 2: container.encryption.key = bytes.fromhex(sys.argv[2])
print(sum(len(key.secret) for key in container.keys))
"""


def timed(command):
    """Seconds of a processor, and the peak of memory in bytes. Each reader has one thread, and a clock on the wall would
    measure what else the machine does."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[:3]} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def container(convert, folder, count, target):
    """Writes a container of that many keys, and returns its path."""
    table, path = (os.path.join(folder, name) for name in ("seeds.csv", f"{target}.xml"))
    with open(table, "w") as file:
        file.write("token_serial,key,type,digits,interval\n")
        file.writelines(f"T{n:07},{n * 2654435761 % 2**64:016X}{'9BD7A1' * 4},TOTP,6,60\n" for n in range(count))
    options = ["--write-key", KEY] if target == "pskc-psk" else []
    subprocess.run([convert, "--to", target, *options, "--out", path, table], check=True, stderr=subprocess.DEVNULL)
    return path


def readers(convert, path, target, with_peers):
    """The command of each reader."""
    opened, secret = (["--psk", KEY], [KEY]) if target == "pskc-psk" else ([], [])
    commands = {"seedferry": [convert, *opened, "--from", "pskc", "--to", "tokens", "--out", f"{path}.out", path]}
    if with_peers:
        commands["python-pskc"] = [sys.executable, "-c", PEER, path, *secret]
        if shutil.which("pskctool"):
            commands["pskctool"] = ["pskctool", "--info", path]
    return commands


def measure(convert, folder, count, target):
    path = container(convert, folder, count, target)
    size = os.path.getsize(path)
    commands = readers(convert, path, target, count <= int(os.environ.get("PEERS_UP_TO", COUNTS[-1])))
    runs = {name: [] for name in commands}
    for _ in range(ROUNDS[count]):
        for name, command in commands.items():
            runs[name].append(timed(command))
    ours = min(runs["seedferry"])[0]
    for name, times in runs.items():
        seconds, memory = min(times)
        ratio = "" if name == "seedferry" else f"  {seconds / ours:5.1f} times ours"
        print(f"{count:>7} {target:<9} {size / 1e6:6.1f} MB  {name:<12} {seconds:8.3f} s  memory {memory / size:5.1f} times the file{ratio}", flush=True)
    return ours


def main():
    print("PSKC, whole processes (aims: python-pskc takes 20 times ours, memory at most 6 times the file)")
    with tempfile.TemporaryDirectory() as folder:
        for target in ("pskc", "pskc-psk"):
            few, many = (measure(sys.argv[1], folder, count, target) for count in COUNTS)
            print(f"        {target:<9} ten times the keys take {many / few:.1f} times the time", flush=True)


main()
