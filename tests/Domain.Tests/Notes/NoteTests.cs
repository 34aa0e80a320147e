using Crm.Domain.Notes;

namespace Crm.Domain.Tests.Notes;

public sealed class NoteTests
{
    [Test]
    public void It_tells_what_it_was_about_once_and_is_found_by_its_words()
    {
        var links = ActivityLinks.None with { DealId = Given.Owner };
        var written = Given.Now.AddDays(-3);
        var details = new NoteDetails { Title = "Über", Content = "the offer" };
        var note = Note.Create(Given.Id, details, links, Given.By, written, Given.Now).Value;
        Assert.That(note.Events.Single(), Is.EqualTo(new NoteCreated(Given.Id, links, written, Given.Now)));
        Assert.That((note.CreatorId, note.Links, note.SearchText), Is.EqualTo((Given.By, links, " uber the offer")));
        note.ClearEvents();

        note.Update(new NoteDetails { Content = "other" }, links, Given.Now);
        note.Delete(Given.Now);
        note.Restore(Given.Now);
        note.Restore(Given.Now);
        Assert.That((note.Links, note.SearchText, note.DeletedAt), Is.EqualTo((links, " other", (DateTimeOffset?)null)));
        Assert.That(note.Events.Select(e => e.GetType()), Is.EqualTo(new[] { typeof(NoteUpdated), typeof(NoteDeleted), typeof(NoteRestored) }));
    }
}
