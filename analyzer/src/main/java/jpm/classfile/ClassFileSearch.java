package jpm.classfile;

import java.nio.file.Path;
import java.util.List;

/**
 * Where class files may be, in the order in which the places are asked.
 *
 * @param classPath folders and archives
 * @param javaHomes JDKs, for classes that are in none of them
 */
public record ClassFileSearch(List<Path> classPath, List<Path> javaHomes) {
    public ClassFileSearch {
        classPath = List.copyOf(classPath);
        javaHomes = List.copyOf(javaHomes);
    }
}
