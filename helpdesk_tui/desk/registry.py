"""Every act there is, in explicit tuples: what is not here cannot be performed, and tests walk them all."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.desk.actions import (
    abuse,
    accounts,
    area,
    bulk,
    clients,
    confirm,
    currencies,
    delivery,
    discounts,
    drafts,
    expenses,
    explain,
    exports,
    gateways,
    hold,
    incidents,
    incoming,
    invoices,
    look,
    mass_messages,
    messages,
    orders,
    outgoing,
    own_letters,
    parameters,
    payers,
    payments,
    plans,
    presence,
    provider,
    rates,
    read_again,
    redirect,
    replies,
    reply,
    setup,
    spam,
    spam_ticket,
    tags,
    taxes,
    undo,
    views,
)
from helpdesk_tui.desk.actions.base import Act
from helpdesk_tui.desk.actions.open import NewTicket
from helpdesk_tui.desk.intake import Receive

TICKET_ACTS: tuple[type[Act[Any]], ...] = (
    NewTicket, hold.Take, hold.TakeOver, hold.Release, reply.Reply, reply.Comment, redirect.Close, redirect.Assign,
    redirect.Delay, redirect.Archive, spam_ticket.MarkSpam, parameters.SaveParameters, parameters.SetPriority,
    parameters.Summarise,
    parameters.ToggleFavourite, parameters.MarkRead, drafts.KeepDraft, presence.Attend,
    confirm.ConfirmSender, messages.EditMessage, messages.SplitTicket, messages.MergeTicket, messages.TakeBack,
    undo.Undo, abuse.AddAbuse, abuse.WithdrawAbuse,
    tags.TagTicket, views.SaveView, views.DeleteView,
    area.LogInAsClient, area.AnswerAsClient, area.SetOwnPriority, area.ReadAsClient,
)  # fmt: skip
"""Acts on tickets."""

SETUP_ACTS: tuple[type[Act[Any]], ...] = (
    setup.MakeDesk, setup.AddDepartment, setup.EditDepartment, setup.DeleteDepartment, setup.AddStaff, setup.EditStaff,
    setup.DeleteStaff, setup.RestoreStaff,
    look.SetLook, provider.SetProvider, clients.AddClient, clients.EditClient, clients.DeleteClient,
    clients.AddClientUser, clients.AddService, clients.SetServiceState, gateways.AddGateway, gateways.EditGateway,
    gateways.DeleteGateway, own_letters.WriteLetter, own_letters.ForgetLetter, replies.AddReply, replies.EditReply,
    replies.DeleteReply, incidents.AdjustIncidents, expenses.AddExpense, expenses.EditExpense, expenses.DeleteExpense,
    payments.AddPayment, payments.SetPayment, payments.DeletePayment,
    plans.AddPlan, plans.EditPlan, plans.DeletePlan,
    orders.PlaceOrder, orders.RenewOrder, orders.UpgradeOrder, orders.CancelOrder,
    payments.EditPayment, invoices.SendInvoice, payers.AddPayer, payers.EditPayer,
    payers.DeletePayer, accounts.EditAccount, accounts.AddWithdrawal, exports.NoteExport,
    discounts.AddDiscount, discounts.EditDiscount, discounts.DeleteDiscount,
    taxes.AddTaxRule, taxes.EditTaxRule, taxes.DeleteTaxRule,
    currencies.ChangeCurrency, currencies.AddCurrency, currencies.EditCurrency,
    mass_messages.SendMassMessage, rates.AddRate, rates.EditRate, rates.DeleteRate,
)  # fmt: skip
"""Acts on the desk's people, clients and gateways."""

MAIL_ACTS: tuple[type[Act[Any]], ...] = (
    incoming.AcceptIncoming, incoming.RegisterIncoming, incoming.AnswerIncoming, incoming.SpamIncoming,
    incoming.DeleteIncoming, incoming.RestoreIncoming, incoming.RetryIncoming, outgoing.RetryOutgoing,
    outgoing.DropOutgoing, spam.CallSpam, spam.PardonSender, explain.ExplainMail, explain.ExplainStored,
    read_again.ReadAgain,
)  # fmt: skip
"""Acts on incoming and outgoing emails."""

SYSTEM_ACTS: tuple[type[Act[Any]], ...] = (
    Receive, redirect.ReturnDelayed, abuse.CarryOutAbuse, gateways.NotePoll, gateways.NoteState, delivery.LeaseOutbox,
    delivery.BeginOutgoing, delivery.SettleOutgoing, delivery.TakeLease, delivery.ReleaseLease, delivery.Heartbeat,
    bulk.BeginDemonstration, bulk.SeedTickets,
)  # fmt: skip
"""Acts of the worker, and those that fill a demonstration."""

ACTS: tuple[type[Act[Any]], ...] = TICKET_ACTS + SETUP_ACTS + MAIL_ACTS + SYSTEM_ACTS
"""All of them."""
