"""Makes the encrypted containers beside this file that no other program at hand writes: AES-GCM, and RSA.

    python3 make.py        # needs python3-cryptography
"""
import base64
import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

HERE = os.path.dirname(os.path.abspath(__file__))
KEY = bytes.fromhex("12345678901234567890123456789012" * 2)
SEEDS = [bytes.fromhex("6bd49091ba71d992655fc5fc57fb64ed0543f9bd"), bytes.fromhex("7bd49091ba71d992655fc5fc57fb64ed0543f9bd")]


def text(value):
    return base64.b64encode(value).decode()


def encrypted(algorithm, value):
    return (f'<EncryptedValue><xenc:EncryptionMethod Algorithm="{algorithm}"/>'
            f"<xenc:CipherData><xenc:CipherValue>{text(value)}</xenc:CipherValue></xenc:CipherData></EncryptedValue>")


def container(name, key_info, seal):
    packages = "\n".join(
        f'  <KeyPackage><DeviceInfo><SerialNo>T{number}</SerialNo></DeviceInfo>'
        f'<Key Id="T{number}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">'
        f'<AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>'
        f"<Data><Secret>{seal(seed)}</Secret><Counter>{seal(bytes([0] * 7 + [number]))}</Counter></Data></Key></KeyPackage>"
        for number, seed in enumerate(SEEDS, 1))
    with open(os.path.join(HERE, name), "w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n'
                   '<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc" '
                   'xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#">\n'
                   f"  <EncryptionKey>{key_info}</EncryptionKey>\n{packages}\n</KeyContainer>\n")


def gcm(bits):
    def seal(value):
        nonce = os.urandom(12)
        return encrypted(f"http://www.w3.org/2009/xmlenc11#aes{bits}-gcm", nonce + AESGCM(KEY[:bits // 8]).encrypt(nonce, value, None))
    container(f"gcm-{bits}.xml", "<ds:KeyName>Depot 7</ds:KeyName>", seal)


def certificate(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Seedferry test")])
    start = datetime.datetime(2026, 1, 1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + datetime.timedelta(days=3650))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def rsa_container():
    key = rsa.generate_private_key(65537, 2048)
    def seal(value):
        return encrypted("http://www.w3.org/2001/04/xmlenc#rsa-1_5", key.public_key().encrypt(value, padding.PKCS1v15()))
    info = f"<ds:X509Data><ds:X509Certificate>{text(certificate(key))}</ds:X509Certificate></ds:X509Data>"
    container("rsa.xml", info, seal)


for bits in (128, 192, 256):
    gcm(bits)
rsa_container()
