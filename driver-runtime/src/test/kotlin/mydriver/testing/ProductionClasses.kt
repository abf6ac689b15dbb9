package mydriver.testing

import com.tngtech.archunit.core.domain.JavaClasses
import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption

/** Every class of the product, of both modules, without the specs: what the rules about structure look at. */
val productionClasses: JavaClasses by lazy {
    ClassFileImporter().withImportOption(ImportOption.DoNotIncludeTests()).importPackages("mydriver")
}
