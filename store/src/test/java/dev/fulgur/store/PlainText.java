package dev.fulgur.store;

import java.nio.charset.StandardCharsets;

/// Text as it is, for tables of tests.
public record PlainText() implements ValueCodec<String> {
  @Override
  public String name() {
    return "text";
  }

  @Override
  public byte[] write(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String read(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
