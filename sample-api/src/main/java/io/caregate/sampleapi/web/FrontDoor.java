package io.caregate.sampleapi.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * Admits callers with an access token for this API, in the header and nowhere else (RFC 6750 section 2.1). The health
 * check, the CapabilityStatement and the SMART configuration are open to everyone, as FHIR and SMART require. There are
 * no cookies and no sessions, so another site's page has nothing to exploit.
 */
@Configuration(proxyBeanMethods = false)
final class FrontDoor {
    private static final String[] OPEN = {"/health", "/fhir/metadata", SmartConfiguration.PATH};

    /**
     * The browser scripts that may call the API.
     *
     * @param origins the origins of their pages, each in full, such as {@code https://spa.example.com}; empty means
     *     none
     */
    @ConfigurationProperties("caregate.api.cors")
    record Cors(@DefaultValue List<String> origins) {
        Cors {
            if (origins.stream().anyMatch(origin -> origin.contains("*"))) {
                throw new IllegalArgumentException("caregate.api.cors.origins names each origin in full, without *");
            }
        }
    }

    @Bean
    SecurityFilterChain rules(HttpSecurity http, TurnedAway turnedAway, Cors cors) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, OPEN)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .authenticationEntryPoint(turnedAway)
                        .withObjectPostProcessor(answeringFaults(turnedAway)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(turnedAway))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .cors(configurer -> configurer.configurationSource(source(cors)))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .build();
    }

    /** Spring Security would turn a realm that does not answer into a 500. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> answeringFaults(TurnedAway turnedAway) {
        var handler = new AuthenticationEntryPointFailureHandler(turnedAway);
        handler.setRethrowAuthenticationServiceException(false);
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(handler);
                return filter;
            }
        };
    }

    private static UrlBasedCorsConfigurationSource source(Cors cors) {
        var configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(cors.origins());
        configuration.setAllowedMethods(List.of("GET"));
        configuration.setAllowedHeaders(List.of("Authorization", "Accept"));
        configuration.setExposedHeaders(List.of("WWW-Authenticate"));
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", configuration);
        return source;
    }
}
