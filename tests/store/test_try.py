import pytest
from tests.desks import MadeDesk
from helpdesk_tui.store.engine import Store
from helpdesk_tui.desk.actions.hold import Take
from helpdesk_tui.questions import *

@pytest.mark.parametrize("n", range(20))
def test_a(desk: MadeDesk, n:int) -> None:
    t = desk.ticket()
    desk.anna.perform(Take(t))
    assert desk.anna.read(ReadRow(t)).taken_by=="anna"
