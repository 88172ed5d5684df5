/*
 * The floor: starts COUNT processes, each in a session of its own with a log file of its own, and does nothing
 * else. No process manager can be faster with one thread.
 *
 * floor COUNT FOLDER PROGRAM [ARGUMENT...]
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: floor COUNT FOLDER PROGRAM [ARGUMENT...]\n");
    return 64;
  }
  int count = atoi(argv[1]);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  for (int i = 0; i < count; i++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%d.log", argv[2], i);
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0) {
      perror(path);
      return 1;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, log, 1);
    posix_spawn_file_actions_adddup2(&actions, log, 2);
    pid_t pid;
    int failure = posix_spawnp(&pid, argv[3], &actions, &attributes, argv + 3, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(log);
    if (failure != 0) {
      fprintf(stderr, "%s: %s\n", argv[3], strerror(failure));
      return 1;
    }
  }
  return 0;
}
