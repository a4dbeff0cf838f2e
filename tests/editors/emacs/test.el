;;; test.el --- copydesk in Emacs, with the real server  -*- lexical-binding: t; -*-

;;     COPYDESK=target/release/copydesk emacs -Q --batch -l tests/editors/emacs/test.el

;; Debian's packages are not on the path of a bare Emacs; one since 29 has Eglot itself.
(unless (require 'eglot nil t)
  (dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/*"))
    (add-to-list 'load-path folder)))
(defvar test-repo (expand-file-name "../../.." (file-name-directory load-file-name)))
(add-to-list 'load-path (expand-file-name "editors/emacs" test-repo))
;; What the byte compiler warns of, a person would see too.
(defvar test-compiled (with-temp-buffer (require 'bytecomp)
                        (let ((byte-compile-error-on-warn t)
                              (byte-compile-dest-file-function (lambda (_) (make-temp-file "copydesk" nil ".elc"))))
                          (byte-compile-file (expand-file-name "editors/emacs/copydesk.el" test-repo)))))
(require 'copydesk)
(require 'flymake)

(defvar test-passed 0)
(defvar test-failed 0)
(defvar test-room (make-temp-file "copydesk-emacs" t))
(copy-directory (expand-file-name "examples/newsroom" test-repo) test-room nil t t)
(setq copydesk-program (expand-file-name (getenv "COPYDESK"))
      eglot-sync-connect 30 eglot-autoshutdown nil eglot-events-buffer-size 0 eglot-confirm-server-initiated-edits nil
      eglot-send-changes-idle-time 0 create-lockfiles nil make-backup-files nil)

(defmacro test (name &rest body)
  (declare (indent 1))
  `(condition-case problem
       (progn ,@body
              (setq test-passed (1+ test-passed))
              (princ (format "ok    %s\n" ,name)))
     (error (setq test-failed (1+ test-failed))
            (princ (format "FAIL  %s\n      %S\n" ,name problem)))))

(defun test-eventually (what ask)
  (let ((end (+ (float-time) 20)) answer)
    (while (and (not (setq answer (funcall ask))) (< (float-time) end))
      (accept-process-output nil 0.05)
      ;; Changes are sent and findings shown by timers.
      (timer-event-handler (timer-create-idle)))
    (or answer (error "%s: not within 20 s" what))))

(defun timer-create-idle ()
  (let ((timer (timer-create)))
    (timer-set-function timer #'ignore)
    (timer-set-time timer (current-time))
    timer))

(defun test-open (name)
  (find-file (expand-file-name name test-room))
  (unless (eglot-managed-p)
    (apply #'eglot (eglot--guess-contact)))
  (test-eventually "a server is attached" #'eglot-managed-p)
  (eglot--signal-textDocument/didChange))

(defun test-go (words &optional into)
  (goto-char (point-min))
  (search-forward words)
  (goto-char (+ (match-beginning 0) (or into 0))))

(defun test-findings ()
  (eglot--signal-textDocument/didChange)
  (flymake-start nil)
  (mapcar (lambda (one) (cons (flymake-diagnostic-text one)
                              (buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one))))
          (flymake-diagnostics)))

(defun test-finds (message words)
  (test-eventually (format "%s under %s" message words)
                   (lambda () (seq-find (lambda (one) (and (string-match-p message (car one)) (equal words (cdr one))))
                                        (test-findings)))))

(defun test-equal (what found wanted)
  (unless (equal found wanted) (error "%s: %S, not %S" what found wanted)))

(princ (format "Emacs %s, Eglot %s\n" emacs-version (or (bound-and-true-p eglot--version) "of Emacs")))

(test "the library compiles" (unless test-compiled (error "it does not")))

(test "an article is News Markdown, in its project"
  (test-open "harbour.ar.news.md")
  (test-equal "the mode" major-mode 'newsmd-mode)
  (test-equal "the direction" bidi-paragraph-direction nil)
  (test-equal "the root" (file-truename (project-root (project-current))) (file-name-as-directory (file-truename test-room)))
  (font-lock-ensure)
  (test-go "سميرة")
  (test-equal "the colour" (car (ensure-list (get-text-property (point) 'face))) 'copydesk-mention))

(test "findings are under their words"
  (test-finds "sahil-line" "sahil-line")
  (test-finds "is not linked to" "كريم عادل")
  (test-finds "can be" "نادية فرح"))

(test "hover shows who an actor is"
  (test-go "سميرة ناصر" 2)
  (let ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (unless (string-match-p "Samira Nasser" (format "%S" answer)) (error "%S" answer))))

(test "Latin letters find an Arabic name, and it is inserted"
  (goto-char (point-max))
  (insert "\nوقالت [samira")
  (eglot--signal-textDocument/didChange)
  (let ((all (copydesk-completion-at-point)))
    (test-equal "the first" (car (all-completions "" (nth 2 all))) "سميرة ناصر")
    (test-equal "what is replaced" (buffer-substring (nth 0 all) (nth 1 all)) "[samira"))
  (completion-at-point)
  (beginning-of-line)
  (unless (looking-at-p "وقالت \\[سميرة ناصر\\](actor:samira-nasser)")
    (error "the line is %s" (buffer-substring (line-beginning-position) (line-end-position))))
  (revert-buffer t t t))

(test "a code action is applied"
  (test-open "harbour.ar.news.md")
  (test-finds "sahil-line" "sahil-line")
  (test-go "sahil-line")
  (let* ((actions (eglot-code-actions (point) (point)))
         (fix (seq-find (lambda (one) (string-match-p "sahil-lines" (plist-get one :title))) actions)))
    (unless fix (error "%S" actions))
    (eglot--apply-workspace-edit (copydesk--edit fix)))
  (test-go "actor:sahil-lines) في"))

(test "all safe fixes are applied"
  (test-eventually "something is found" (lambda () (test-findings)))
  (copydesk-fix-all)
  (test-go "[كريم عادل](actor:karim-adel)"))

(test "a definition is in the registry"
  (test-go "](actor:samira" 9)
  (let* ((found (car (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
         (place (xref-item-location found)))
    (test-equal "the file" (file-name-nondirectory (xref-location-group place)) "actors.toml")))

(test "an id is renamed in registry and articles"
  (test-go "actor:samira-nasser" 8)
  (eglot--signal-textDocument/didChange)
  ;; A change of several files is asked about.
  (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
    (eglot-rename "s-nasser"))
  (test-go "actor:s-nasser")
  (with-current-buffer (find-file-noselect (expand-file-name "actors.toml" test-room)) (test-go "id = \"s-nasser\""))
  (with-current-buffer (find-file-noselect (expand-file-name "school.en.news.md" test-room)) (test-go "actor:s-nasser")))

(test "the registry is served too, by the same server"
  (test-open "actors.toml")
  (test-equal "the mode" major-mode 'copydesk-toml-mode)
  (test-go "org = \"ministry-of-ports\"" 8)
  (let ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (unless (string-match-p "وزارة الموانئ" (format "%S" answer)) (error "%S" answer))))

(test "items of news formats are recognised by their first element, and other XML is not"
  (dolist (name '("harbour.ar.nitf.xml" "harbour.ar.tei.xml" "harbour.ar.newsml.xml"))
    (with-current-buffer (find-file-noselect (expand-file-name (concat "examples/formats/" name) test-repo))
      (cl-assert (eq major-mode 'copydesk-xml-mode) t name)
      (kill-buffer)))
  (let ((other (expand-file-name "pom.xml" test-room)))
    (write-region "<?xml version=\"1.0\"?>\n<project/>\n" nil other nil 'quiet)
    (with-current-buffer (find-file-noselect other)
      (cl-assert (eq major-mode 'nxml-mode) t (symbol-name major-mode))
      (kill-buffer))))

(test "a missing program is reported with a remedy"
  (let ((copydesk-program "/nowhere/copydesk"))
    (condition-case problem
        (progn (copydesk--contact) (error "Nothing is said"))
      (user-error (unless (string-match-p "copydesk-program" (cadr problem)) (error "%S" problem))))))

(dolist (buffer (buffer-list)) (with-current-buffer buffer (set-buffer-modified-p nil)))
(ignore-errors (eglot-shutdown-all))
(delete-directory test-room t)
(princ (format "%d passed, %d failed\n" test-passed test-failed))
(kill-emacs (if (= test-failed 0) 0 1))
;;; test.el ends here
