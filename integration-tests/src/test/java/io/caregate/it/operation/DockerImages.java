package io.caregate.it.operation;

import io.caregate.it.driver.Command;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips a class, with the reason, if no Docker engine has the images that it needs. A test never pulls an image.
 * {@code VERSION} in a tag stands for the Keycloak version under test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DockerImages.WhereTheyAre.class)
@interface DockerImages {
    String KEYCLOAK = "quay.io/keycloak/keycloak:VERSION";

    String[] value();

    /** Whether Docker Compose is needed too. */
    boolean compose() default false;

    /** Asks the engine. */
    final class WhereTheyAre implements ExecutionCondition {
        static String named(String image) {
            return image.replace("VERSION", System.getProperty("keycloak.version"));
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var needed = AnnotationSupport.findAnnotation(context.getElement(), DockerImages.class);
            if (needed.isEmpty()) {
                return ConditionEvaluationResult.enabled("asked of the class");
            }
            for (String image : needed.get().value()) {
                if (!Command.succeeds("docker", "image", "inspect", named(image))) {
                    return ConditionEvaluationResult.disabled(
                            "no Docker engine here has the image; start one and: docker pull " + named(image));
                }
            }
            return needed.get().compose() && !Command.succeeds("docker", "compose", "version")
                    ? ConditionEvaluationResult.disabled("there is no Docker Compose here")
                    : ConditionEvaluationResult.enabled("the images are here");
        }
    }
}
