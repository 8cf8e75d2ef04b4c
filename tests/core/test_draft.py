"""The prompt as it will be sent."""

from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.draft import clean_prompt


@given(st.text(alphabet=st.characters()))
def test_a_cleaned_prompt_can_be_encoded_and_stays_as_it_is(text: str) -> None:
    cleaned = clean_prompt(text)
    cleaned.encode("utf-8")
    assert clean_prompt(cleaned) == cleaned
    assert "\x00" not in cleaned
    kept = [character for character in text if character.isprintable() and character.isascii()]
    assert [character for character in cleaned if character.isprintable() and character.isascii()] == kept
