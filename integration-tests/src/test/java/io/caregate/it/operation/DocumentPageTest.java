package io.caregate.it.operation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The player of pages notices when a page promises something untrue. */
class DocumentPageTest {
    @TempDir
    private Path folder;

    private void play(String text) throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), text.replace("~~~", "```"));
        DocumentPage.of(page).environment("NAME", "it's me").play(folder);
    }

    @Test
    void pageWhenItDoesWhatItSaysThenVariablesFunctionsAndFilesLast() {
        assertThatCode(() -> play("""
                # Page
                ~~~bash
                GREETING="hello $NAME"
                shout() { printf '%s!\\n' "$1"; }
                ~~~
                and
                ~~~python greet.py
                print("from a file")
                ~~~
                ~~~bash
                echo first; shout "$GREETING"; cat greet.py; echo last
                ~~~
                ~~~text
                first
                hello …!
                …from a file…
                ~~~
                ~~~
                only to be read
                ~~~
                ~~~bash
                cd /
                sleep 60 &
                waiting=$!
                ~~~
                ~~~bash
                pwd
                kill "$waiting"
                wait "$waiting" || echo ended
                ~~~
                ~~~text
                /
                ended
                ~~~
                ~~~bash fails
                echo so it says
                false
                ~~~
                ~~~text
                so it says
                ~~~
                """)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~~~bash\necho one\n~~~\n~~~text\ntwo\n~~~\n",
                "~~~bash\necho one; echo two\n~~~\n~~~text\ntwo\none\n~~~\n",
                "~~~bash\necho one more\n~~~\n~~~text\none\n~~~\n",
                "~~~bash\nfalse\necho one\n~~~\n",
                "~~~bash\nfalse | cat\n~~~\n",
                "~~~bash\necho $UNSET\n~~~\n",
                "~~~bash fails\ntrue\n~~~\n",
                "~~~\nonly to be read\n~~~\n",
                "~~~yaml\nnobody: tries this\n~~~\n",
                "~~~browser\nDance\n~~~\n",
                "no block at all\n"
            })
    void pageWhenSomethingIsNotAsItSaysThenFails(String text) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> play(text));
    }
}
