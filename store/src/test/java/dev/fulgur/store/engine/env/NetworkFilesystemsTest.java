package dev.fulgur.store.engine.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkFilesystemsTest {

  @Test
  void filesystemsOfOtherMachines_areKnownByTheNamesOfTheirMounts() {
    for (String type :
        new String[] {
          "nfs", "nfs4", "cifs", "SMB3", "fuse.sshfs", "ceph", "9p", "fuse.glusterfs"
        }) {
      assertThat(NetworkFilesystems.contains(type)).as(type).isTrue();
    }
  }

  @Test
  void localFilesystems_areNone(@TempDir Path folder) throws Exception {
    for (String type : new String[] {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "apfs", "ntfs"}) {
      assertThat(NetworkFilesystems.contains(type)).as(type).isFalse();
    }
    assertThat(NetworkFilesystems.contains(Files.getFileStore(folder).type())).isFalse();
  }
}
