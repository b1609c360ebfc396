"""Signed seals: a missing or bad signature never passes for a good one, and only the named tool is started."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from civcheck.app import signing
from civcheck.cli import seal as seal_command
from civcheck.errors import UsageError
from civcheck.messages import msg

SSH_KEYGEN = shutil.which("ssh-keygen")
needs_ssh = pytest.mark.skipif(SSH_KEYGEN is None, reason="no ssh-keygen")
WHO = "zhang@example.com"


def a_key(folder: Path, name: str) -> Path:
    subprocess.run(
        [str(SSH_KEYGEN), "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)],
        check=True,
        timeout=60,
    )
    return folder / name


def allowed(folder: Path, key: Path, who: str = WHO, namespace: str = "civcheck") -> Path:
    kind, text, *_ = key.with_name(key.name + ".pub").read_text().split()
    signers = folder / "allowed_signers"
    signers.write_text(f'{who} namespaces="{namespace}" {kind} {text}\n')
    return signers


@pytest.fixture
def key(tmp_path):
    return a_key(tmp_path, "key")


@pytest.fixture
def signed(civcheck, ledger, key):
    assert civcheck("seal", ledger, "--sign", key).code == 0
    return ledger.with_name("某局.seal.json")


@needs_ssh
class TestSshKeygen:
    def test_a_good_signature_is_told_by_whom(self, civcheck, tmp_path, key, signed):
        done = civcheck("verify", signed, "--signers", allowed(tmp_path, key), "--identity", WHO)
        assert done.code == 0 and f"签名：对，签名人 {WHO}" in done.out
        assert "持有那把私钥的人签过" in done.out and "谁都能做" not in done.out
        unasked = civcheck("verify", signed)
        assert unasked.code == 0 and "这次没有核对" in unasked.out and "签名：对" not in unasked.out

    def test_ssh_keygen_itself_finds_it_good(self, tmp_path, key, signed):
        command = [SSH_KEYGEN, "-Y", "verify", "-f", str(allowed(tmp_path, key)), "-I", WHO, "-n", "civcheck"]
        with signed.open("rb") as stream:
            done = subprocess.run([*command, "-s", f"{signed}.sig"], stdin=stream, check=False, timeout=60)
        assert done.returncode == 0

    @pytest.mark.parametrize("what", ["seal", "signature", "signer", "identity", "namespace", "garbage"])
    def test_a_bad_one_is_never_good(self, civcheck, tmp_path, key, signed, what):
        signers, who = allowed(tmp_path, key), WHO
        signature = signed.with_name(signed.name + ".sig")
        match what:
            case "seal":
                signed.write_bytes(signed.read_bytes().replace(b'"civcheck":"0.1.0"', b'"civcheck":"0.1.1"'))
            case "signature":
                raw = signature.read_bytes()
                signature.write_bytes(raw[:100] + (b"A" if raw[100:101] != b"A" else b"B") + raw[101:])
            case "signer":
                signers = allowed(tmp_path, a_key(tmp_path, "other"))
            case "identity":
                who = "li@example.com"
            case "namespace":
                signature.unlink()
                subprocess.run(
                    [str(SSH_KEYGEN), "-q", "-Y", "sign", "-n", "file", "-f", str(key), str(signed)],
                    check=True,
                    timeout=60,
                    capture_output=True,
                )
                signers = allowed(tmp_path, key, namespace="*")
            case "garbage":
                signature.write_bytes(b"\xff" * 100)
        done = civcheck("verify", signed, "--signers", signers, "--identity", who)
        assert done.code == 1 and "签名：不对" in done.out and "没变 6" in done.out

    def test_a_missing_one_fails(self, civcheck, tmp_path, key, signed):
        signed.with_name(signed.name + ".sig").unlink()
        done = civcheck("verify", signed, "--signers", allowed(tmp_path, key), "--identity", WHO)
        assert done.code == 1 and f"没有找到 {WHO} 的签名" in done.out

    def test_a_seal_that_changes_between_reading_and_verifying_is_not_good(
        self, tmp_path, key, signed, ledger
    ):
        signers = allowed(tmp_path, key)
        done = signing.check_signature(signed, "0" * 64, signers, WHO, ledger)
        assert done.state == "bad"

    def test_a_signature_is_not_left_beside_another_seal(self, civcheck, ledger, key, signed):
        signed.unlink()
        done = civcheck("seal", ledger)
        assert done.code == 2 and ".sig 已经在那里" in done.err and not signed.exists()

    def test_signing_later_adds_the_signature_alone(self, civcheck, ledger, key, sealed, tmp_path):
        before = sealed.stat()
        assert civcheck("seal", ledger, "--sign", key).code == 0
        assert sealed.stat().st_mtime_ns == before.st_mtime_ns
        signers = allowed(tmp_path, key)
        assert civcheck("verify", sealed, "--signers", signers, "--identity", WHO).code == 0
        assert civcheck("seal", ledger, "--sign", key).code == 2, "a signature is not written over"

    def test_a_key_that_begins_like_an_option_is_a_path_all_the_same(
        self, civcheck, ledger, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        a_key(tmp_path, "k").rename("-k")
        assert civcheck("seal", ledger, "--sign=-k").code == 0
        a_key(tmp_path, "k2").rename("-n")
        assert civcheck("seal", ledger, "--to", "-f.json", "--sign=-n").code == 0
        shutil.copy(allowed(tmp_path, tmp_path / "k2"), "-s")
        done = civcheck("verify", "--signers=-s", f"--identity={WHO}", "--", "-f.json", ledger)
        assert done.code == 0, done.err + done.out

    def test_what_is_no_key_signs_nothing_and_nothing_is_sealed(self, civcheck, ledger, tmp_path):
        (tmp_path / "坏").write_bytes(b"no key")
        done = civcheck("seal", ledger, "--sign", tmp_path / "坏")
        assert done.code == 2 and "没有签成，也没有封存" in done.err
        assert "没有这个私钥文件" in civcheck("seal", ledger, "--sign", tmp_path / "无").err
        assert not list(tmp_path.glob("某局.*"))

    def test_a_seal_that_cannot_be_written_leaves_no_signature(self, civcheck, ledger, key, monkeypatch):
        real = seal_command.write_file

        def full(path, raw):
            if path.suffix == ".json":
                raise UsageError(msg("error.output-failed", path=str(path), reason=msg("error.disk-full")))
            real(path, raw)

        monkeypatch.setattr(seal_command, "write_file", full)
        assert civcheck("seal", ledger, "--sign", key).code == 2
        assert not list(ledger.parent.glob("某局.*"))

    def test_a_key_does_nothing_when_only_looking(self, civcheck, ledger, key):
        assert civcheck("seal", ledger, "--dry-run", "--sign", key).code == 0
        assert not list(ledger.parent.glob("某局.*"))

    def test_a_signature_in_the_ledger_is_none_of_its_files(self, civcheck, ledger, key):
        assert civcheck("seal", ledger, "--to", ledger / "封存.json", "--sign", key).code == 0
        assert civcheck("verify", ledger / "封存.json", ledger).code == 0


def test_who_signed_and_whose_signatures_count_are_asked_together(civcheck, sealed, tmp_path):
    (tmp_path / "s").write_bytes(b"x y z\n")
    for given in (("--identity", WHO), ("--signers", tmp_path / "s")):
        done = civcheck("verify", sealed, *given)
        assert done.code == 2 and "要一起写" in done.err
    assert "没有这个文件" in civcheck("verify", sealed, "--signers", tmp_path / "无", "--identity", WHO).err


def a_program(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name == "nt", reason="scripts")
class TestPrograms:
    def test_a_program_of_the_ledger_or_of_no_whole_path_is_not_started(
        self, civcheck, ledger, tmp_path, monkeypatch
    ):
        marker = tmp_path / "started"
        for folder in (ledger, tmp_path / "here"):
            a_program(folder / "ssh-keygen", f"touch '{marker}'")
        key = tmp_path / "key"
        key.write_bytes(b"x")
        monkeypatch.chdir(tmp_path / "here")
        monkeypatch.setenv("PATH", os.pathsep.join([str(ledger), ".", ""]))
        done = civcheck("seal", ledger, "--sign", key)
        assert done.code == 2 and "找不到 ssh-keygen" in done.err and not marker.exists()

    def test_no_program_is_started_but_where_it_was_asked_for(self, civcheck, ledger, tmp_path, monkeypatch):
        monkeypatch.setattr(subprocess, "Popen", None)
        assert civcheck("seal", ledger).code == 0
        (tmp_path / "某局.seal.json.sig").write_bytes(b"x")
        assert civcheck("verify", tmp_path / "某局.seal.json").code == 0

    def test_a_program_that_never_answers_is_not_waited_for(self, civcheck, ledger, tmp_path, monkeypatch):
        a_program(tmp_path / "bin/ssh-keygen", "exec sleep 30")
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setattr(signing.limits, "SIGNING_SECONDS", 0.2)
        (tmp_path / "key").write_bytes(b"x")
        done = civcheck("seal", ledger, "--sign", tmp_path / "key")
        assert done.code == 2 and "没有等下去" in done.err and not list(tmp_path.glob("某局.*"))

    def test_a_program_that_says_nothing_has_signed_nothing(self, civcheck, ledger, tmp_path, monkeypatch):
        a_program(tmp_path / "bin/ssh-keygen", "exit 0")
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        (tmp_path / "key").write_bytes(b"x")
        assert civcheck("seal", ledger, "--sign", tmp_path / "key").code == 2

    def test_a_program_that_cannot_be_started_is_told(self, civcheck, ledger, tmp_path, monkeypatch):
        broken = tmp_path / "bin/ssh-keygen"
        broken.parent.mkdir()
        broken.write_bytes(b"\0")
        broken.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        (tmp_path / "key").write_bytes(b"x")
        assert "找不到 ssh-keygen" in civcheck("seal", ledger, "--sign", tmp_path / "key").err


# --- minisign


def minisign_keys(folder: Path, password: str = "") -> tuple[Path, Path]:
    minisign = pytest.importorskip("minisign")
    pair = minisign.KeyPair.generate()
    if password:
        pair.secret_key.encrypt(password)
    secret, public = folder / "minisign.key", folder / "minisign.pub"
    public.write_bytes(bytes(pair.public_key) + b"\n")
    secret.write_bytes(bytes(pair.secret_key) + b"\n")
    return secret, public


MINISIGN_KEY = b"RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
BY_MINISIGN = b"""untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1633700835\tfile:test\tprehashed
wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==
"""
"""The published example of minisign-verify: the key of minisign's author, his signature of “test”."""


class TestMinisign:
    def test_a_good_signature_is_told_by_the_number_of_the_key(self, civcheck, ledger, tmp_path):
        secret, public = minisign_keys(tmp_path)
        assert civcheck("seal", ledger, "--sign", secret).code == 0
        seal = tmp_path / "某局.seal.json"
        done = civcheck("verify", seal, "--signers", public)
        number = public.read_text().splitlines()[0].split()[-1]
        assert done.code == 0 and f"签名：对，签名人 {number}" in done.out
        bare = tmp_path / "bare.pub"
        bare.write_text(public.read_text().splitlines()[1])
        assert civcheck("verify", seal, "--signers", bare).code == 0
        assert "公钥就是签名人" in civcheck("verify", seal, "--signers", public, "--identity", WHO).err

    @pytest.mark.parametrize("what", ["seal", "key", "missing", "garbage", "old"])
    def test_a_bad_or_missing_one_is_never_good(self, civcheck, ledger, tmp_path, what):
        secret, public = minisign_keys(tmp_path)
        assert civcheck("seal", ledger, "--sign", secret).code == 0
        seal = tmp_path / "某局.seal.json"
        signature = tmp_path / "某局.seal.json.minisig"
        match what:
            case "seal":
                seal.write_bytes(seal.read_bytes().replace(b'"civcheck":"0.1.0"', b'"civcheck":"0.1.1"'))
            case "key":
                _, public = minisign_keys(tmp_path)
            case "missing":
                signature.unlink()
            case "garbage":
                signature.write_bytes(b"\xff\n" * 4)
            case "old":
                import minisign

                key = minisign.SecretKey.from_file(secret)
                signature.write_bytes(bytes(key.sign(seal.read_bytes(), prehash=False)))
        done = civcheck("verify", seal, "--signers", public)
        assert done.code == 1 and "没变 6" in done.out
        assert ("没有找到" if what == "missing" else "签名：不对") in done.out

    @pytest.mark.parametrize(("typed", "code"), [("密码", 0), ("别的", 2)])
    def test_a_password_is_asked_for(self, civcheck, ledger, tmp_path, monkeypatch, typed, code):
        secret, _ = minisign_keys(tmp_path, "密码")
        monkeypatch.setattr("getpass.getpass", lambda prompt: typed)
        done = civcheck("seal", ledger, "--sign", secret)
        assert done.code == code and (tmp_path / "某局.seal.json").exists() is (code == 0)

    def test_where_nobody_can_type_nothing_is_signed(self, civcheck, ledger, tmp_path, monkeypatch):
        secret, _ = minisign_keys(tmp_path, "密码")

        def nobody(prompt):
            raise EOFError

        monkeypatch.setattr("getpass.getpass", nobody)
        assert civcheck("seal", ledger, "--sign", secret).code == 2

    def test_a_signature_that_minisign_itself_made_is_good_for_its_bytes_alone(self, tmp_path):
        pytest.importorskip("minisign")
        from civcheck.app.minisigning import is_signed_by_minisign

        (tmp_path / "test").write_bytes(b"test")
        assert is_signed_by_minisign(tmp_path / "test", BY_MINISIGN, MINISIGN_KEY)
        (tmp_path / "test").write_bytes(b"Test")
        assert not is_signed_by_minisign(tmp_path / "test", BY_MINISIGN, MINISIGN_KEY)

    def test_damaged_keys_are_told(self, civcheck, sealed, ledger, tmp_path):
        pytest.importorskip("minisign")
        (tmp_path / "坏").write_bytes(b"untrusted comment: x\nnone\n")
        assert "私钥用不了" in civcheck("seal", ledger, "--sign", tmp_path / "坏").err
        assert "不是 minisign 的公钥" in civcheck("verify", sealed, "--signers", tmp_path / "坏").err

    def test_without_the_package_it_says_what_to_install(
        self, civcheck, sealed, ledger, tmp_path, monkeypatch
    ):
        monkeypatch.setitem(__import__("sys").modules, "minisign", None)
        (tmp_path / "k").write_bytes(b"untrusted comment: x\nnone\n")
        for given in (("seal", ledger, "--sign"), ("verify", sealed, "--signers")):
            done = civcheck(*given, tmp_path / "k")
            assert done.code == 2 and "还没有装 py-minisign" in done.err


def test_an_unreadable_signature_is_told(tmp_path):
    with pytest.raises(UsageError) as stopped:
        signing._read(tmp_path, "error.signature")
    assert stopped.value.message.id == "error.signature"
