"""Files (文件): attachments and produced documents. Bytes are written before their row, and outlive no row."""
