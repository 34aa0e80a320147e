using Crm.Domain.Notes;

namespace Crm.Domain.Tests.Notes;

public sealed class NoteTests
{
    [Test]
    public void Its_event_has_each_subject_once_and_it_is_searchable()
    {
        var links = ActivityLinks.None with { DealId = Given.Owner };
        var written = Given.Now.AddDays(-3);
        var details = new NoteDetails { Title = "Über", Content = "the offer" };
        var note = Note.Create(Given.Id, details, links, Given.By, written, Given.Now).Value;
        Assert.That(note.Events.Single(), Is.EqualTo(new NoteCreated(Given.Id, links, written, Given.Now)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(note.CreatorId, Is.EqualTo(Given.By));
            Assert.That(note.Links, Is.EqualTo(links));
            Assert.That(note.SearchText, Is.EqualTo(" uber the offer"));
        }

        note.ClearEvents();

        note.Update(new NoteDetails { Content = "other" }, links, Given.Now);
        note.Delete(Given.Now);
        note.Restore(Given.Now);
        note.Restore(Given.Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(note.Links, Is.EqualTo(links));
            Assert.That(note.SearchText, Is.EqualTo(" other"));
            Assert.That(note.DeletedAt, Is.Null);
        }

        Assert.That(note.Events.Select(e => e.GetType()),
            Is.EqualTo(new[] { typeof(NoteUpdated), typeof(NoteDeleted), typeof(NoteRestored) }));
    }
}
