<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Commands</name>
    <message numerus="yes">
        <source>The index was built anew: %n result(s).</source>
        <translation>
            <numerusform>The index was built anew: %n result.</numerusform>
            <numerusform>The index was built anew: %n results.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) moved to the trash.</source>
        <translation>
            <numerusform>%n result moved to the trash.</numerusform>
            <numerusform>%n results moved to the trash.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) taken out of the gallery.</source>
        <translation>
            <numerusform>%n result taken out of the gallery.</numerusform>
            <numerusform>%n results taken out of the gallery.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) left in place: links, or files of other results too.</source>
        <translation>
            <numerusform>%n file left in place: a link, or a file of another result too.</numerusform>
            <numerusform>%n files left in place: links, or files of other results too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) added to {0}.</source>
        <translation>
            <numerusform>%n result added to {0}.</numerusform>
            <numerusform>%n results added to {0}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) removed from the collection.</source>
        <translation>
            <numerusform>%n result removed from the collection.</numerusform>
            <numerusform>%n results removed from the collection.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n Result(s)</source>
        <translation>
            <numerusform>Export %n Result</numerusform>
            <numerusform>Export %n Results</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Contact Sheet of %n Result(s)</source>
        <translation>
            <numerusform>Contact Sheet of %n Result</numerusform>
            <numerusform>Contact Sheet of %n Results</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) exported to {0}.</source>
        <translation>
            <numerusform>%n file exported to {0}.</numerusform>
            <numerusform>%n files exported to {0}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) used as sources.</source>
        <translation>
            <numerusform>%n result used as a source.</numerusform>
            <numerusform>%n results used as sources.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Departure</name>
    <message numerus="yes">
        <source>%n job(s) are still running; then the program closes by itself.</source>
        <translation>
            <numerusform>%n job is still running; then the program closes by itself.</numerusform>
            <numerusform>%n jobs are still running; then the program closes by itself.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) are still to be saved; then the program closes by itself.</source>
        <translation>
            <numerusform>%n answer is still to be saved; then the program closes by itself.</numerusform>
            <numerusform>%n answers are still to be saved; then the program closes by itself.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailPanel</name>
    <message numerus="yes">
        <source>%n result(s) chosen</source>
        <translation>
            <numerusform>%n result chosen</numerusform>
            <numerusform>%n results chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%n file(s) exported.</source>
        <translation>
            <numerusform>%n file exported.</numerusform>
            <numerusform>%n files exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) skipped: the name is taken.</source>
        <translation>
            <numerusform>%n file skipped: the name is taken.</numerusform>
            <numerusform>%n files skipped: the names are taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be exported.</source>
        <translation>
            <numerusform>%n file could not be exported.</numerusform>
            <numerusform>%n files could not be exported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) are taken in this folder.</source>
        <translation>
            <numerusform>%n name is taken in this folder.</numerusform>
            <numerusform>%n names are taken in this folder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportNameField</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IntakeNotices</name>
    <message numerus="yes">
        <source>Open %n as Source(s)</source>
        <translation>
            <numerusform>Open as Source</numerusform>
            <numerusform>Open %n as Sources</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) of this gallery</source>
        <translation>
            <numerusform>%n result of this gallery</numerusform>
            <numerusform>%n results of this gallery</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other picture(s)</source>
        <translation>
            <numerusform>%n other picture</numerusform>
            <numerusform>%n other pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s)</source>
        <translation>
            <numerusform>%n other file</numerusform>
            <numerusform>%n other files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LeaveBox</name>
    <message numerus="yes">
        <source>%n job(s) are still running.</source>
        <translation>
            <numerusform>%n job is still running.</numerusform>
            <numerusform>%n jobs are still running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) could not be saved yet.</source>
        <translation>
            <numerusform>%n answer could not be saved yet.</numerusform>
            <numerusform>%n answers could not be saved yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineageNotices</name>
    <message numerus="yes">
        <source>This picture comes from %n edit(s) in a row; each takes some of the quality.</source>
        <translation>
            <numerusform>This picture comes from %n edit; it took some of the quality.</numerusform>
            <numerusform>This picture comes from %n edits in a row; each takes some of the quality.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineagePage</name>
    <message numerus="yes">
        <source>%n edit(s) after the picture that was made by words</source>
        <translation>
            <numerusform>%n edit after the picture that was made by words</numerusform>
            <numerusform>%n edits after the picture that was made by words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) after {0}</source>
        <translation>
            <numerusform>%n edit after {0}</numerusform>
            <numerusform>%n edits after {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MarksBar</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n star</numerusform>
            <numerusform>%n stars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueBar</name>
    <message numerus="yes">
        <source>%n job(s) wait to be sent.</source>
        <translation>
            <numerusform>%n job waits to be sent.</numerusform>
            <numerusform>%n jobs wait to be sent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message numerus="yes">
        <source>%n requests · {estimate}</source>
        <translation>
            <numerusform>%n request · {estimate}</numerusform>
            <numerusform>%n requests · {estimate}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Edit %n images</source>
        <translation>
            <numerusform>Edit %n image</numerusform>
            <numerusform>Edit %n images</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SheetForm</name>
    <message numerus="yes">
        <source>A contact sheet takes %n results at most: choose fewer.</source>
        <translation>
            <numerusform>A contact sheet takes %n result at most: choose fewer.</numerusform>
            <numerusform>A contact sheet takes %n results at most: choose fewer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourcesStrip</name>
    <message numerus="yes">
        <source>opening %n more · {count}</source>
        <translation>
            <numerusform>opening %n more · {count}</numerusform>
            <numerusform>opening %n more · {count}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VerifyDialog</name>
    <message numerus="yes">
        <source>%n file(s) compared.</source>
        <translation>
            <numerusform>%n file compared.</numerusform>
            <numerusform>%n files compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of the index were set right.</source>
        <translation>
            <numerusform>%n row of the index was set right.</numerusform>
            <numerusform>%n rows of the index were set right.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Visits</name>
    <message numerus="yes">
        <source>At most %n picture(s) can be compared.</source>
        <translation>
            <numerusform>At most %n picture can be compared.</numerusform>
            <numerusform>At most %n pictures can be compared.</numerusform>
        </translation>
    </message>
</context>
</TS>
