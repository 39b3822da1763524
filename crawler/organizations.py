"""Which schema.org items of a page are the company itself."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.dom import Document
from crawler.structured import Item, items

ORGANIZATION = frozenset(
    [
        "organization",
        "localbusiness",
        "corporation",
        "professionalservice",
        "homeandconstructionbusiness",
        "medicalbusiness",
        "medicalorganization",
        "healthandbeautybusiness",
        "legalservice",
        "financialservice",
        "foodestablishment",
        "restaurant",
        "store",
        "lodgingbusiness",
        "hotel",
        "educationalorganization",
        "school",
        "ngo",
        "physician",
        "dentist",
        "psychologist",
        "mentalhealthbusiness",
        "attorney",
        "notary",
        "accountingservice",
        "automotivebusiness",
        "autorepair",
        "autodealer",
        "beautysalon",
        "hairsalon",
        "nailsalon",
        "dayspa",
        "spa",
        "tattooparlor",
        "healthclub",
        "exercisegym",
        "sportsactivitylocation",
        "sportsclub",
        "yogastudio",
        "generalcontractor",
        "electrician",
        "plumber",
        "hvacbusiness",
        "housepainter",
        "locksmith",
        "movingcompany",
        "roofingcontractor",
        "realestateagent",
        "travelagency",
        "insuranceagency",
        "bank",
        "employmentagency",
        "entertainmentbusiness",
        "nightclub",
        "barorpub",
        "cafeorcoffeeshop",
        "bakery",
        "winery",
        "brewery",
        "icecreamshop",
        "fastfoodrestaurant",
        "bedandbreakfast",
        "campground",
        "hostel",
        "motel",
        "resort",
        "veterinarycare",
        "animalshelter",
        "childcare",
        "preschool",
        "collegeoruniversity",
        "library",
        "drycleaningorlaundry",
        "selfstorage",
        "shoppingcenter",
        "pharmacy",
        "optician",
        "hospital",
        "medicalclinic",
        "physiotherapy",
        "chiropractor",
        "dermatology",
        "pediatric",
        "florist",
        "furniturestore",
        "bookstore",
        "clothingstore",
        "electronicsstore",
        "gardenstore",
        "grocerystore",
        "jewelrystore",
        "hardwarestore",
        "petstore",
        "photographer",
        "recordingstudio",
        "onlinebusiness",
        "onlinestore",
        "softwarecompany",
        "newsmediaorganization",
        "performinggroup",
        "project",
        "researchorganization",
        "emergencyservice",
        "governmentoffice",
        "touristinformationcenter",
        "internetcafe",
        "radiostation",
        "televisionstation",
        "architect",
        "engineeringservice",
        "marketingagency",
        "webdesign",
        "consultingservice",
    ]
)
"""schema.org's Organization and the types below it that businesses use, lower case
(https://schema.org/LocalBusiness)."""
_ABOUT_PAGE = ("website", "webpage", "contactpage", "aboutpage", "homepage", "itempage")
_PAGE_LINKS = ("publisher", "mainEntity", "provider")


def organizations(document: Document) -> Iterator[Item]:
    """The items that are the company.

    Top-level organisations, and those that the page's items name as publisher or provider. An
    author's employer, a reviewed product's brand and the like are not.

    """
    seen: list[Item] = []
    for item in items(document):
        if item.types & ORGANIZATION:
            seen.append(item)
        for name in _PAGE_LINKS:
            seen.extend(
                inner
                for inner in item.items(name)
                if inner.types & ORGANIZATION
                and (item.types.intersection(_ABOUT_PAGE) or name != "mainEntity")
            )
    yield from (item for k, item in enumerate(seen) if item not in seen[:k])
