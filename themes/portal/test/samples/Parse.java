import com.sun.source.util.JavacTask;
import java.nio.file.Path;
import java.util.Arrays;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Parses Java sources whose libraries are not here. Prints each error. */
class Parse {
    public static void main(String[] files) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var manager = compiler.getStandardFileManager(found, null, null)) {
            var sources = manager.getJavaFileObjectsFromPaths(
                    Arrays.stream(files).map(Path::of).toList());
            ((JavacTask) compiler.getTask(null, manager, found, null, null, sources)).parse().forEach(unit -> {});
        }
        found.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .forEach(System.out::println);
    }
}
