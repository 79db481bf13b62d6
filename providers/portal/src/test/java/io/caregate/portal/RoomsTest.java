package io.caregate.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.caregate.foundation.house.HouseRules;
import io.caregate.portal.rest.PortalResourceProviderFactory;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;

/** The map of rooms in {@code docs/architecture/portal.md}, held. */
class RoomsTest {
    private static final String ROOT = "io.caregate.portal";

    private static final Map<String, Set<String>> MAY_USE = HouseRules.rooms("portal.md");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static String room(JavaClass type) {
        return HouseRules.room(type, ROOT);
    }

    @Test
    void roomWhenItUsesAnotherThenOnlyOneBelowIt() {
        HouseRules.assertRooms(CLASSES, "io.caregate", MAY_USE, RoomsTest::room);
    }

    @Test
    void keyWhenItUsesAnythingThenNoServer() {
        noClasses()
                .that()
                .resideInAnyPackage("..portal.key..", "..portal.problem..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.keycloak..", "org.hibernate..", "jakarta..")
                .check(CLASSES);
    }

    /** It cannot decide what it cannot read. The factory is not part of a call: it registers a listener. */
    @Test
    void restWhenItAnswersThenFromNoRowAndNoClientOfKeycloak() {
        noClasses()
                .that()
                .resideInAPackage("..portal.rest..")
                .and()
                .doNotHaveSimpleName(PortalResourceProviderFactory.class.getSimpleName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..portal.store..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ClientModel.class)
                .check(CLASSES);
    }

    @Test
    void nameWhenItSaysNothingThenRefused() {
        HouseRules.assertNamesSaySomething(CLASSES);
    }

    @Test
    void noJarOfThePackKnowsAnother() {
        HouseRules.assertKnowsNoJar(CLASSES, "policy", "audit");
    }

    @Test
    void logWhenWrittenThenByTheOneClassThatEscapes() {
        HouseRules.assertLogsThroughServerLog(CLASSES);
    }
}
