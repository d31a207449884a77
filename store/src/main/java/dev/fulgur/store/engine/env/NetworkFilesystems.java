package dev.fulgur.store.engine.env;

import java.util.Locale;
import java.util.Set;

/// The filesystems whose files other machines may change, where neither locks nor memory maps hold.
final class NetworkFilesystems {

  private static final Set<String> TYPES =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "afs",
          "9p",
          "fuse.sshfs",
          "ceph",
          "fuse.ceph",
          "glusterfs",
          "fuse.glusterfs",
          "lustre",
          "beegfs",
          "ncpfs",
          "davfs",
          "fuse.davfs2",
          "fuse.s3fs",
          "fuse.gcsfuse",
          "fuse.rclone");

  private NetworkFilesystems() {}

  /// Whether a type, as the system names it, is one of them.
  static boolean contains(String type) {
    return TYPES.contains(type.toLowerCase(Locale.ROOT));
  }
}
