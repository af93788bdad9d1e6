import pytest

from congress.common.masking import mask_address, mask_id_number, mask_phone, mask_voter


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13805261234", "138****1234"),
        ("0718-1234567", "0718-***4567"),
        ("010-12345678", "010-****5678"),
        ("1380526", "****"),
        ("138052612345", "****"),
        ("", ""),
        (None, ""),
    ],
)
def test_mask_phone(phone, masked):
    assert mask_phone(phone) == masked


def test_mask_id_number_shows_six_and_four():
    assert mask_id_number("11010519491231002X") == "110105********002X"
    assert mask_id_number("110105491231002") == "****"
    assert mask_id_number(None) == ""


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("江湾镇新洲村3组25号", "江湾镇新洲村"),
        ("江湾镇江湾社区解放路12号", "江湾镇江湾社区"),
        ("江湾镇新村村3组", "江湾镇新村村"),
        ("江湾镇东村社区5栋", "江湾镇东村社区"),
        ("江湾镇新洲村村民委员会旁", "江湾镇新洲村村民委员会"),
        ("江湾镇解放路12号", "江湾镇****"),
        ("解放路12号", "****"),
        ("", ""),
    ],
)
def test_mask_address_stops_at_the_village(address, masked):
    assert mask_address(address) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张伟", "张**"), ("阿依古丽·买买提", "阿**"), ("𠅤", "𠅤**"), ("John", "**"), ("", "")],
)
def test_mask_voter(name, masked):
    assert mask_voter(name) == masked
