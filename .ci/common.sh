# What the checks and the examples share; to be sourced. Expects the root of the repository as current directory.

export LC_ALL=C.UTF-8

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# The JDK that ./hakmem would use.
JAVA_HOME=$(./hakmem jdk) || exit
export JAVA_HOME

# The modules of the build that have a module description, one a line.
modules() {
  local info
  for info in hakmem.*/src/main/java/module-info.java; do
    [ ! -e "$info" ] || printf '%s\n' "${info%%/*}"
  done
}

# The jar of a module, as the build left it: in target/modules with all it runs with, if it is one to be run, else in target.
jar_of() {
  local folder jars
  for folder in "$1/target/modules" "$1/target"; do
    jars=$(find "$folder" -maxdepth 1 -name "$1-*.jar" ! -name '*-sources.jar' ! -name '*-javadoc.jar' \
      ! -name '*-tests.jar' 2>/dev/null)
    case "$jars" in
      '') ;;
      *$'\n'*) die "More than one jar of $1: remove the stale ones of"$'\n'"$jars" ;;
      *) printf '%s\n' "$PWD/$jars" && return ;;
    esac
  done
  die "No jar of $1: run ./hakmem test first."
}

# The jars of several modules as a path.
path_of() {
  local module jar path=
  for module; do
    jar=$(jar_of "$module") || exit
    path+=${path:+:}$jar
  done
  printf '%s\n' "$path"
}
