"""Read the bytes of every record file of a ledger."""

from record_files import record_files

sizes = [len(content) for _, content in record_files()]
print(f"{len(sizes)} record files, {sum(sizes)} bytes")
